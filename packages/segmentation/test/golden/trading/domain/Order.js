import { Entity } from './Entity.js';

export class Order extends Entity
{
    #total: number;

    constructor(id: number, total: number) { super(id); this.#total = total; }

    get total() { return this.#total; }

    describe() { return `Order ${this.id}: ${this.#total}`; }
}
