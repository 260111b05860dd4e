import { Visitor } from './Visitor.js';

/** The greetings that this application knows. */
export async function sayHello(name: string, language = 'en'): Promise<string>
{
    const visitor = new Visitor(name);

    return language === 'nl' ? `Hallo, ${visitor.title}!` : `Hello, ${visitor.title}!`;
}
