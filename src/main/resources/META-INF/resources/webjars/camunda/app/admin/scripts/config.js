export default {
  customScripts: ['../../lib/enlist'],
};
