import $p0 from './sales/getMonthData.sales.js';
import { recordOrder as $p1 } from './sales/recordOrder.sales.js';
import { listOrders as $p2 } from './sales/recordOrder.sales.js';
import { secret as $p3 } from './sales/recordOrder.sales.js';
import { Entity as $c0 } from './domain/Entity.js';
import { Order as $c1 } from './domain/Order.js';
import { OutOfStock as $c2 } from './sales/OutOfStock.sales.js';

export default {
    format: 1,
    name: 'sales',
    procedures: [
        {"fqn":"sales/getMonthData","version":"0.0.0","access":"protected","parameters":[{"binding":{"kind":"name","name":"year","optional":false},"rest":false},{"binding":{"kind":"name","name":"month","optional":false},"rest":false}],"stream":false,"implementation":$p0},
        {"fqn":"sales/recordOrder","version":"1.0.0","access":"public","parameters":[{"binding":{"kind":"name","name":"order","optional":false},"rest":false},{"binding":{"kind":"object","properties":[{"key":"note","value":{"kind":"name","name":"note","optional":true}},{"key":"tags","value":{"kind":"array","elements":[{"kind":"name","name":"first","optional":true}],"optional":true}}],"optional":true},"rest":false},{"binding":{"kind":"name","name":"extras","optional":false},"rest":true}],"stream":false,"implementation":$p1},
        {"fqn":"sales/listOrders","version":"0.0.0","access":"public","parameters":[{"binding":{"kind":"name","name":"count","optional":false},"rest":false}],"stream":true,"implementation":$p2},
        {"fqn":"sales/secret","version":"0.0.0","access":"private","parameters":[],"stream":false,"implementation":$p3}
    ],
    classes: [
        {"key":"domain/Entity","parameters":["id"],"fields":["id"],"accessors":[],"getters":[],"implementation":$c0},
        {"key":"domain/Order","parameters":["id","total"],"fields":["id"],"accessors":[],"getters":["total"],"implementation":$c1},
        {"key":"sales/OutOfStock","parameters":["id"],"fields":["id"],"accessors":[],"getters":[],"implementation":$c2}
    ],
    calls: []
};
