export { addFrame } from './code-frame.js';
export type { Diagnostic } from './diagnostic.js';
export { diagnosticRegistry } from './diagnostic-registry.js';
export type { DiagnosticCode, DiagnosticDefinition, Severity } from './diagnostic-registry.js';
export { emitModules, emitPart, listParts } from './emit-modules.js';
export type { EmitOptions, EmittedModule, PlannedPart } from './emit-modules.js';
export { formatDiagnostic } from './format-diagnostic.js';
export type { FormatOptions } from './format-diagnostic.js';
export { findModule } from './module-lookup.js';
export type {
    Edit, Plan, PlanInput, PlannedClass, PlannedModule, PlannedOuterClass, PlannedOuterView, PlannedProcedure, PlannedSegment, PlannedStub, PlannedStubModule, ProcedureReference
} from './plan.js';
export { planSegmentation } from './plan-segmentation.js';
export { createPlanner } from './planner.js';
export type { PlanChanges, Planner } from './planner.js';
export { collectReachable } from './reachable.js';
export type { Resolution, Resolve } from './resolution.js';
