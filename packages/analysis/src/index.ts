export { analyzeModule, languageOf } from './analyze-module.js';
export type { ModuleSettings, ModuleSource } from './analyze-module.js';
export type {
    AttributesModel, BaseClass, Binding, BrowserUse, CallModel, ClassModel, Declaration, DynamicImport, EffectModel, ExportList, ExportModel, FunctionModel, ImportModel, ImportedName, Language,
    MemberModel, MemberName, ModuleModel, MutationModel, Parameter, Position, ReexportModel, ReexportedName, Span, StateModel, StaticImport, SyntaxFeature, SyntaxProblem, TypeImport, TypeModel, UseModel
} from './model.js';
