import type { Kubeconfig } from "../../kubernetes/access/kubeconfig.ts";
import {
	kubeconfigPlaces,
	loadKubeconfig,
} from "../../kubernetes/access/kubeconfig-files.ts";
import { CLUSTER_FLAGS } from "../cluster-flags.ts";
import type { Completer, CompletionRequest } from "./completer.ts";

/** The contexts of the kubeconfig, with the cluster that each leads to. */
export const completeContext: Completer = async (request) => {
	const { contexts } = await kubeconfigOf(request);
	return [...contexts.values()].map(({ name, cluster, namespace }) => ({
		value: name,
		description: [cluster, namespace].filter(Boolean).join(", "),
	}));
};

/** The clusters of the kubeconfig. */
export const completeCluster: Completer = async (request) => {
	const { clusters } = await kubeconfigOf(request);
	return [...clusters.keys()].map((value) => ({ value }));
};

/** The users of the kubeconfig. */
export const completeUser: Completer = async (request) => {
	const { users } = await kubeconfigOf(request);
	return [...users.keys()].map((value) => ({ value }));
};

async function kubeconfigOf({
	flagsOf,
	env,
}: CompletionRequest): Promise<Kubeconfig> {
	const { kubeconfig } = await flagsOf(CLUSTER_FLAGS);
	return (await loadKubeconfig(await kubeconfigPlaces(kubeconfig, env)))
		.kubeconfig;
}
