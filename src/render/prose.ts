/** `1 pod`, `3 pods`, `1,204 replies`: a number with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `1204` as `1,204`. Whole numbers; the same in every locale, since scripts and colleagues read it. */
export function formatCount(count: number): string {
	return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * The random end of a name that a controller made: five characters of the alphabet that Kubernetes draws from, which has
 * no vowels and no digit that looks like a letter (k8s.io/apimachinery/pkg/util/rand).
 */
const GENERATED_END = /-([bcdfghjklmnpqrstvwxz2456789]{5})$/;

/** A pod's name as prose says it: `…-r84bt` for `user-service-7f98d6c569-r84bt`; `db-0` stays. Never in a column. */
export function shortenPodName(name: string): string {
	const end = GENERATED_END.exec(name)?.[0];
	return end === undefined || end.length === name.length ? name : `…${end}`;
}

/** The hash that a Deployment puts into the names of its ReplicaSets, in front of the pod's own end. */
const TEMPLATE_HASH = /-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/;

/**
 * Gives how prose says the names of these pods: short where they are all replicas of one workload, as their names tell; in full
 * where they are not, since an end alone does not say which workload is meant.
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

/** Gives, of lines that come again and again, those that it has not given before: a hint about 50 pods is read once. */
export function onlyNew(): (lines: readonly string[]) => readonly string[] {
	const given = new Set<string>();
	return (lines) => {
		const fresh = lines.filter((line) => !given.has(line));
		for (const line of fresh) given.add(line);
		return fresh;
	};
}
