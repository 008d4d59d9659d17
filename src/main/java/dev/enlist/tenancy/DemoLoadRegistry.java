package dev.enlist.tenancy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The workspaces into which this node is loading demo data. Pages are served meanwhile and say so. */
@Component
public class DemoLoadRegistry {

    private final Set<String> loading = ConcurrentHashMap.newKeySet();

    /** Runs the load. */
    public void during(WorkspaceRef workspace, Runnable load) {
        loading.add(workspace.workspaceId());
        try {
            load.run();
        } finally {
            loading.remove(workspace.workspaceId());
        }
    }

    public boolean isLoading(String workspaceId) {
        return loading.contains(workspaceId);
    }
}
