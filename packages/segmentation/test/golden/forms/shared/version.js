const version = '1.0' as const;
type Version = typeof version;

export { version };
