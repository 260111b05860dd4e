import { testReadme } from '@tooling/readme';

testReadme(new URL('../README.md', import.meta.url));
