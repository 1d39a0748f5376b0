/** Returns a clause as a sentence. Messages of Kubernetes and of servers come with and without a full stop. */
export function sentence(clause: string): string {
	return /[.!?]$/.test(clause) ? clause : `${clause}.`;
}
