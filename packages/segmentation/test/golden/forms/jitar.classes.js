export default {
    format: 1,
    classes: []
};
