import { getMonthReport as $p0 } from './reporting/getMonthReport.reporting.js';
import { formatMonthReport as $p1 } from './reporting/formatMonthReport.reporting.js';
import { Entity as $c0 } from './domain/Entity.js';
import { Order as $c1 } from './domain/Order.js';
import { OutOfStock as $c2 } from './sales/OutOfStock.reporting.js';

export default {
    format: 1,
    name: 'reporting',
    procedures: [
        {"fqn":"reporting/getMonthReport","version":"0.0.0","access":"public","parameters":[{"binding":{"kind":"name","name":"year","optional":false},"rest":false},{"binding":{"kind":"name","name":"month","optional":false},"rest":false}],"stream":false,"timeout":5000,"implementation":$p0},
        {"fqn":"reporting/formatMonthReport","version":"0.0.0","access":"private","parameters":[{"binding":{"kind":"object","properties":[{"key":"year","value":{"kind":"name","name":"year","optional":false}},{"key":"orders","value":{"kind":"name","name":"orders","optional":false}}],"optional":false},"rest":false}],"stream":false,"implementation":$p1}
    ],
    classes: [
        {"key":"domain/Entity","parameters":["id"],"fields":["id"],"accessors":[],"getters":[],"implementation":$c0},
        {"key":"domain/Order","parameters":["id","total"],"fields":["id"],"accessors":[],"getters":["total"],"implementation":$c1},
        {"key":"sales/OutOfStock","parameters":["id"],"fields":["id"],"accessors":[],"getters":[],"implementation":$c2}
    ],
    calls: [
        {"fqn":"sales/getMonthData","version":"0.0.0"},
        {"fqn":"sales/recordOrder","version":"1.0.0"}
    ]
};
