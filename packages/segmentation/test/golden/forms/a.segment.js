import { all as $p0 } from './a/entry.a.js';
import { ping as $p1 } from './a/cycle.a.js';
import { twice as $p2 } from './shared/both.a.js';
import { Point as $c0 } from './shared/Point.js';

export default {
    format: 1,
    name: 'a',
    procedures: [
        {"fqn":"a/all","version":"0.0.0","access":"public","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false},{"binding":{"kind":"name","name":"label2","optional":true},"rest":false}],"stream":false,"implementation":$p0},
        {"fqn":"a/ping","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false}],"stream":false,"implementation":$p1},
        {"fqn":"shared/twice","version":"0.0.0","access":"public","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false}],"stream":false,"implementation":$p2}
    ],
    classes: [
        {"key":"shared/Point","parameters":["x","y"],"fields":["x","y"],"accessors":[],"getters":["sum"],"implementation":$c0}
    ],
    calls: [
        {"fqn":"b/arrow","version":"2.0.0"},
        {"fqn":"b/delete","version":"0.0.0"},
        {"fqn":"b/expressed","version":"0.0.0"},
        {"fqn":"b/forms","version":"0.0.0"},
        {"fqn":"b/pong","version":"0.0.0"},
        {"fqn":"b/with-dash","version":"0.0.0"},
        {"fqn":"b/withDefaults","version":"0.0.0"}
    ]
};
