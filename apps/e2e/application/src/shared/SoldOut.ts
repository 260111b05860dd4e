/** An application's own error. */
export class SoldOut extends Error
{
    constructor(readonly product: string, readonly left: number)
    {
        super(`${product} is sold out (${String(left)} left)`);

        this.name = 'SoldOut';
    }
}
