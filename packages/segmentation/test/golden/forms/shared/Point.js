export class Point { constructor(readonly x: number, readonly y: number) { } get sum(): number { return this.x + this.y; } }
