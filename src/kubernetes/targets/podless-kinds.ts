/** Kinds that users name and that lead to no pods, with what to name instead. `NAME` stands for the given name. */
const PODLESS: readonly (readonly [names: string, instead: string])[] = [
	["configmaps configmap cm", "name the workload that uses it: deploy/…"],
	["secrets secret", "name the workload that uses it: deploy/…"],
	[
		"serviceaccounts serviceaccount sa",
		"name the workload that runs as it: deploy/…",
	],
	[
		"persistentvolumeclaims persistentvolumeclaim pvc",
		"name the workload that mounts it: sts/…",
	],
	[
		"persistentvolumes persistentvolume pv",
		"name the workload that mounts it: sts/…",
	],
	["nodes node no", "the pods of a node: --field-selector spec.nodeName=NAME"],
	[
		"namespaces namespace ns",
		"the pods of a namespace: -n NAME, without a target",
	],
	[
		"ingresses ingress ing",
		"name the Service behind it (svc/…) or its address (HOST:PORT)",
	],
	[
		"gateways gateway gtw",
		"name the Service behind it (svc/…) or its address (HOST:PORT)",
	],
	["httproutes httproute", "name the Service behind it: svc/…"],
	["grpcroutes grpcroute", "name the Service behind it: svc/…"],
	["endpoints endpoint ep", "name the Service: svc/NAME"],
	[
		"endpointslices endpointslice",
		"name the Service of its kubernetes.io/service-name label: svc/…",
	],
	[
		"cronjobs cronjob cj",
		"name one of the Jobs it made: job/… (kubectl get jobs lists them)",
	],
	[
		"horizontalpodautoscalers horizontalpodautoscaler hpa",
		"name the workload it scales: deploy/…",
	],
	[
		"poddisruptionbudgets poddisruptionbudget pdb",
		"name the workload it protects: deploy/…",
	],
	[
		"networkpolicies networkpolicy netpol",
		"name the pods by their labels: -l key=value",
	],
	["podtemplates podtemplate", "name the workload made from it: deploy/…"],
	["roles role", "name a workload: deploy/…"],
	["rolebindings rolebinding", "name a workload: deploy/…"],
	["events event ev", "name the object it is about: deploy/…, pod/…"],
	[
		"customresourcedefinitions customresourcedefinition crd",
		"name the pods by their labels: -l key=value",
	],
];

/** Returns what to name instead of a kind that leads to no pods; undefined for every other word. Groups are ignored. */
export function insteadOfPodless(
	type: string,
	name: string,
): string | undefined {
	const [word = ""] = type.toLowerCase().split(".");
	const found = PODLESS.find(([names]) => names.split(" ").includes(word));
	return found?.[1].replace("NAME", name);
}
