// Loaded into a program before anything else: when the process that started it is gone, even by SIGKILL, it stops as if
// asked to. wrangler takes workerd along.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
