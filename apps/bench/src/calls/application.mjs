/** The numbers that every contestant adds. */
export const numbers = { left: 20, right: 22 };

/** What every contestant answers. */
export const sum = { sum: 42 };

/** How many instances cross in one call. */
export const personCount = 100;

/** What counting the instances answers. */
export const people = { people: personCount, years: personCount * (personCount + 1) / 2 };

const sources = {
    'entry/add.js': `
        export async function add(left, right)
        {
            return { sum: left + right };
        }`,

    'entry/forward.js': `
        import { addInside } from '../inside/add.js';

        export async function forward(left, right)
        {
            return addInside(left, right);
        }`,

    'entry/countPeople.js': `
        import { getPeople } from '../inside/people.js';
        import { Person } from '../shared/Person.js';

        export async function countPeople()
        {
            const people = await getPeople();

            return {
                people: people.filter(person => person instanceof Person && person.name.startsWith('Person ')).length,
                years: people.reduce((years, person) => years + person.years, 0)
            };
        }`,

    'entry/measure.js': `
        import { addNumbers } from '../inside/numbers.js';

        async function addHere(left, right)
        {
            return left + right;
        }

        async function time(add, count)
        {
            const start = performance.now();
            let total = 0;

            for (let number = 0; number < count; number++)
            {
                total = await add(total, 1);
            }

            if (total !== count)
            {
                throw new Error('The sum is wrong.');
            }

            return (performance.now() - start) * 1e6 / count;
        }

        export async function measure(count)
        {
            return { plain: await time(addHere, count * 10), segments: await time(addNumbers, count) };
        }`,

    'inside/add.js': `
        export async function addInside(left, right)
        {
            return { sum: left + right };
        }`,

    'inside/numbers.js': `
        export async function addNumbers(left, right)
        {
            return left + right;
        }`,

    'inside/people.js': `
        import { Person } from '../shared/Person.js';

        const people = Array.from({ length: ${personCount} }, (_, index) => new Person('Person ' + index, index + 1));

        export async function getPeople()
        {
            return people;
        }`,

    'shared/Person.js': `
        export class Person
        {
            #name;
            #years;

            constructor(name, years)
            {
                this.#name = name;
                this.#years = years;
            }

            get name()
            {
                return this.#name;
            }

            get years()
            {
                return this.#years;
            }
        }`
};

const open = { access: 'public' };

// The incumbent knows a class only if a segment lists it.
const person = { './shared/Person.js': { Person: {} } };

const segments = {
    'entry.json': { './entry/add.js': { add: open }, './entry/forward.js': { forward: open }, './entry/countPeople.js': { countPeople: open }, './entry/measure.js': { measure: open }, ...person },
    'inside.json': { './inside/add.js': { addInside: open }, './inside/numbers.js': { addNumbers: open }, './inside/people.js': { getPeople: open }, ...person }
};

/** The files of the application, as plain JavaScript, which the subject and the incumbent build. */
export const files = {
    'package.json': { name: 'application', type: 'module' },
    'jitar.json': { source: './src', target: './dist', segments: './segments' },
    'incumbent.json': { source: './src', target: './out', segments: './segments' },
    ...Object.fromEntries(Object.entries(sources).map(([path, text]) => [`src/${path}`, text])),
    ...Object.fromEntries(Object.entries(segments).map(([path, content]) => [`segments/${path}`, content]))
};
