// The process of a pod. Importing this module runs it. src/main.ts does so when POD_VARIABLE is set.
import { flushCompileCache } from "node:module";
import { POD_VARIABLE } from "./messages.ts";
import { report } from "./report.ts";
import { onTermination } from "./termination.ts";

const role = process.env[POD_VARIABLE];
delete process.env[POD_VARIABLE];

// The IPC channel closes when the sandbox ends for any reason. Then its pods end too.
process.on("disconnect", () => process.exit(0));
process.channel?.ref();
// Ctrl-C at a terminal reaches the whole process group, but only the kubelet decides when a pod stops.
for (const signal of ["SIGINT", "SIGHUP", "SIGBREAK"] as const)
	process.on(signal, () => {});

if (role === "user-service") {
	const { runUserService } = await import("./run-user-service.ts");
	await runUserService(process.env);
	// Saves compiled code for the pods that start later.
	flushCompileCache();
} else if (role === "complete") {
	process.exit(0);
} else {
	onTermination(() => process.exit(0));
	report({ type: "up" });
}
