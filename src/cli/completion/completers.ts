import type { Completer, Completers } from "./completer.ts";

const offerFiles: Completer = async () => ({ candidates: [], next: "files" });
const offerFolders: Completer = async () => ({
	candidates: [],
	next: "folders",
});

/** The completers that need nothing from a subcommand. */
export const SHARED_COMPLETERS = {
	file: async () => offerFiles,
	folder: async () => offerFolders,
	context: async () => (await import("./kubeconfig-names.ts")).completeContext,
	cluster: async () => (await import("./kubeconfig-names.ts")).completeCluster,
	user: async () => (await import("./kubeconfig-names.ts")).completeUser,
	namespace: async () => (await import("./object-names.ts")).completeNamespace,
	"tls-secret": async () =>
		(await import("./object-names.ts")).completeTlsSecret,
	target: async () => (await import("./targets.ts")).completeTarget,
	service: async () => (await import("./schema-names.ts")).completeService,
	"served-service": async () =>
		(await import("./schema-names.ts")).completeServedService,
	symbol: async () => (await import("./schema-names.ts")).completeSymbol,
	method: async () => (await import("./schema-names.ts")).completeMethod,
	port: async () => (await import("./containers.ts")).completePort,
	container: async () => (await import("./containers.ts")).completeContainer,
	pod: async () => (await import("./containers.ts")).completePod,
	finding: async () => (await import("./findings.ts")).completeFinding,
} as const satisfies Partial<Completers>;
