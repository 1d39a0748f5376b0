/** Stands in for react-devtools-core in the bundle: ink asks for it when DEV is set, and nobody needs it in a plugin. */
const noDevtools = {
	initialize() {},
	connectToDevTools() {},
};

// biome-ignore lint/style/noDefaultExport: ink imports the default export of react-devtools-core
export default noDevtools;
