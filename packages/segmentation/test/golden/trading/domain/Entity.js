export abstract class Entity { constructor(public readonly id: number) { } }
