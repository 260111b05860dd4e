export default {
    format: 1,
    classes: [
        {"key":"shared/Point","parameters":["x","y"],"fields":["x","y"],"accessors":[],"getters":["sum"],"packages":[],"load":() => import('./shared/Point.js').then(module => module['Point'])}
    ]
};
