/** A field of a Kubernetes message: its JSON name, and how its value is encoded. */
export type Field = {
	readonly name: string;
	/** `optional-int` is a pointer in Go, so that 0 differs from absence. */
	readonly value:
		| "string"
		| "bytes"
		| "bool"
		| "int"
		| "optional-int"
		| Message;
	readonly shape: "single" | "list" | "map";
};

/** Fields by number. Fields that are not listed are skipped. */
export type Message = ReadonlyMap<number, Field>;

function message(fields: Readonly<Record<number, Field>>): Message {
	return new Map(
		Object.entries(fields).map(([number, field]) => [Number(number), field]),
	);
}

function single(name: string, value: Field["value"] = "string"): Field {
	return { name, value, shape: "single" };
}

function list(name: string, value: Field["value"] = "string"): Field {
	return { name, value, shape: "list" };
}

function map(name: string, value: "string" | "bytes" = "string"): Field {
	return { name, value, shape: "map" };
}

const OBJECT_META = single(
	"metadata",
	message({
		1: single("name"),
		2: single("generateName"),
		3: single("namespace"),
		11: map("labels"),
		12: map("annotations"),
		14: list("finalizers"),
	}),
);

const RULES = list(
	"rules",
	message({
		1: list("verbs"),
		2: list("apiGroups"),
		3: list("resources"),
		4: list("resourceNames"),
		5: list("nonResourceURLs"),
	}),
);

const BINDING = message({
	1: OBJECT_META,
	2: list(
		"subjects",
		message({
			1: single("kind"),
			2: single("apiGroup"),
			3: single("name"),
			4: single("namespace"),
		}),
	),
	3: single(
		"roleRef",
		message({ 1: single("apiGroup"), 2: single("kind"), 3: single("name") }),
	),
});

const DELETE_OPTIONS = message({
	1: single("gracePeriodSeconds", "optional-int"),
	4: single("propagationPolicy"),
	5: list("dryRun"),
});

const ACCESS_REVIEW_SPEC = message({
	1: single(
		"resourceAttributes",
		message({
			1: single("namespace"),
			2: single("verb"),
			3: single("group"),
			4: single("version"),
			5: single("resource"),
			6: single("subresource"),
			7: single("name"),
		}),
	),
	2: single(
		"nonResourceAttributes",
		message({ 1: single("path"), 2: single("verb") }),
	),
});

const CONTAINER = message({
	1: single("name"),
	2: single("image"),
	3: list("command"),
	4: list("args"),
	6: list(
		"ports",
		message({
			1: single("name"),
			3: single("containerPort", "int"),
			4: single("protocol"),
		}),
	),
});

const POD_TEMPLATE = single(
	"template",
	message({
		1: OBJECT_META,
		2: single(
			"spec",
			message({ 2: list("containers", CONTAINER), 3: single("restartPolicy") }),
		),
	}),
);

const DEPLOYMENT_SPEC = message({
	1: single("replicas", "optional-int"),
	2: single("selector", message({ 1: map("matchLabels") })),
	3: POD_TEMPLATE,
});

const JOB_SPEC = message({
	1: single("parallelism", "optional-int"),
	2: single("completions", "optional-int"),
	6: POD_TEMPLATE,
	7: single("backoffLimit", "optional-int"),
});

/**
 * The kinds that kubectl sends as protobuf, by apiVersion and kind. These are the objects that kubectl builds itself (`kubectl create
 * role`, `auth can-i`); what it reads from a file it sends as JSON. The field numbers are those of k8s.io/api's generated.proto files.
 */
export const MESSAGES: Readonly<Record<string, Message>> = {
	"v1 Namespace": message({ 1: OBJECT_META }),
	"v1 ServiceAccount": message({ 1: OBJECT_META }),
	"v1 ConfigMap": message({
		1: OBJECT_META,
		2: map("data"),
		3: map("binaryData", "bytes"),
	}),
	"v1 Secret": message({
		1: OBJECT_META,
		2: map("data", "bytes"),
		3: single("type"),
		4: map("stringData"),
	}),
	"v1 DeleteOptions": DELETE_OPTIONS,
	"meta.k8s.io/v1 DeleteOptions": DELETE_OPTIONS,
	"apps/v1 Deployment": message({
		1: OBJECT_META,
		2: single("spec", DEPLOYMENT_SPEC),
	}),
	"batch/v1 Job": message({ 1: OBJECT_META, 2: single("spec", JOB_SPEC) }),
	"rbac.authorization.k8s.io/v1 Role": message({ 1: OBJECT_META, 2: RULES }),
	"rbac.authorization.k8s.io/v1 ClusterRole": message({
		1: OBJECT_META,
		2: RULES,
	}),
	"rbac.authorization.k8s.io/v1 RoleBinding": BINDING,
	"rbac.authorization.k8s.io/v1 ClusterRoleBinding": BINDING,
	"authorization.k8s.io/v1 SelfSubjectAccessReview": message({
		1: OBJECT_META,
		2: single("spec", ACCESS_REVIEW_SPEC),
	}),
	"authorization.k8s.io/v1 SelfSubjectRulesReview": message({
		1: OBJECT_META,
		2: single("spec", message({ 1: single("namespace") })),
	}),
	"authentication.k8s.io/v1 SelfSubjectReview": message({ 1: OBJECT_META }),
};
