export default (_request, next) => next();
