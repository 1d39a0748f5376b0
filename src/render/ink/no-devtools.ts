/** Replaces react-devtools-core in the bundle: ink imports it when DEV is set, and a plugin does not need it. */
const noDevtools = {
	initialize() {},
	connectToDevTools() {},
};

// biome-ignore lint/style/noDefaultExport: ink imports the default export of react-devtools-core
export default noDevtools;
