/** Returns a number with its noun: `1 pod`, `3 pods`, `1,204 replies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Returns `1,204` for `1204`. It rounds to a whole number, and is the same in every locale because scripts read it. */
export function formatCount(count: number): string {
	return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * The random end of a name that a controller made: five characters of the alphabet that Kubernetes uses. It has no vowels and no
 * digit that looks like a letter (k8s.io/apimachinery/pkg/util/rand).
 */
const GENERATED_END = /-([bcdfghjklmnpqrstvwxz2456789]{5})$/;

/** Returns a pod's name for prose: `…-r84bt` for `user-service-7f98d6c569-r84bt`, `db-0` unchanged. A column has the full name. */
export function shortenPodName(name: string): string {
	const end = GENERATED_END.exec(name)?.[0];
	return end === undefined || end.length === name.length ? name : `…${end}`;
}

/** Matches the hash that a Deployment puts into the names of its ReplicaSets, in front of the pod's own suffix. */
const TEMPLATE_HASH = /-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/;

/**
 * Returns how prose names these pods: by the end of their names if all are replicas of one workload, and in full otherwise, since an end
 * alone does not say which workload is meant.
 */
export function podNamerAmong(
	names: readonly string[],
): (name: string) => string {
	const generated = names.filter((name) => shortenPodName(name) !== name);
	const workloads = new Set(generated.map(workloadInName));
	return workloads.size > 1 ? (name) => name : shortenPodName;
}

const workloadInName = (name: string): string =>
	name.replace(GENERATED_END, "").replace(TEMPLATE_HASH, "");

/** The most pods that a group of alike ones names. It counts the others. */
export const NAMED_PODS = 8;

/** Joins the first `most` names with spaces and counts the others: `a b and 7 more`. */
export function firstNames(names: readonly string[], most: number): string {
	const more = names.length - most;
	return `${names.slice(0, most).join(" ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Returns a function that returns only lines it has not returned before: a hint about 50 pods appears once. */
export function unseenLines(): (lines: readonly string[]) => readonly string[] {
	const given = new Set<string>();
	return (lines) => {
		const fresh = lines.filter((line) => !given.has(line));
		for (const line of fresh) given.add(line);
		return fresh;
	};
}
