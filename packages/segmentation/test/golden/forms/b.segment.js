import { twice as $p0 } from './shared/both.b.js';
import $p1 from './b/forms.b.js';
import { arrow as $p2 } from './b/forms.b.js';
import { expression as $p3 } from './b/forms.b.js';
import { withDefaults as $p4 } from './b/forms.b.js';
import { delete as $p5 } from './b/forms.b.js';
import { 'with-dash' as $p6 } from './b/forms.b.js';
import { pong as $p7 } from './b/cycle.b.js';

export default {
    format: 1,
    name: 'b',
    procedures: [
        {"fqn":"shared/twice","version":"0.0.0","access":"public","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false}],"stream":false,"implementation":$p0},
        {"fqn":"b/forms","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false}],"stream":false,"implementation":$p1},
        {"fqn":"b/arrow","version":"2.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"shape","optional":false},"rest":false},{"binding":{"kind":"array","elements":[{"kind":"name","name":"x","optional":false},{"kind":"object","properties":[{"key":"m","value":{"kind":"name","name":"y","optional":true}}],"optional":false}],"optional":false},"rest":false}],"stream":false,"implementation":$p2},
        {"fqn":"b/expressed","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"depth","optional":false},"rest":false}],"stream":false,"implementation":$p3},
        {"fqn":"b/withDefaults","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"a","optional":false},"rest":false},{"binding":{"kind":"name","name":"b","optional":true},"rest":false},{"binding":{"kind":"object","properties":[{"key":"c","value":{"kind":"name","name":"c","optional":true}}],"optional":true},"rest":false},{"binding":{"kind":"name","name":"rest","optional":false},"rest":true}],"stream":false,"implementation":$p4},
        {"fqn":"b/delete","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false}],"stream":false,"implementation":$p5},
        {"fqn":"b/with-dash","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false}],"stream":false,"implementation":$p6},
        {"fqn":"b/pong","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"n","optional":false},"rest":false}],"stream":false,"implementation":$p7}
    ],
    classes: [],
    calls: [
        {"fqn":"a/ping","version":"0.0.0"}
    ]
};
