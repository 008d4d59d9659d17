package dev.enlist.workflowtask;

/** A task can be locked at once; workers that wait need not wait for the next look at the queue. */
record WorkflowTaskDue(String taskId) {}
