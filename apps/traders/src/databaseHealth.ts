import { query } from './database.js';

/** Tells whether the database answers. */
const databaseHealth = {
    name: 'database',

    async isHealthy(): Promise<boolean>
    {
        try
        {
            return query('SELECT id FROM orders LIMIT 1').length === 1;
        }
        catch
        {
            return false;
        }
    }
};

export default databaseHealth;
