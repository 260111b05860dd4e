export default {
    format: 1,
    classes: [
        {"key":"domain/Entity","parameters":["id"],"fields":["id"],"accessors":[],"getters":[],"packages":[],"load":() => import('./domain/Entity.js').then(module => module['Entity'])},
        {"key":"domain/Order","parameters":["id","total"],"fields":["id"],"accessors":[],"getters":["total"],"packages":[],"load":() => import('./domain/Order.js').then(module => module['Order'])}
    ]
};
