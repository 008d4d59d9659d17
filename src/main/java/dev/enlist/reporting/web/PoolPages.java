package dev.enlist.reporting.web;

import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The paging of reports about pools: by key only. */
final class PoolPages {

    private PoolPages() {}

    /**
     * Parses {@code perPage} and {@code after}.
     *
     * @param faults found before
     * @throws dev.enlist.shared.problem.InvalidInput naming every fault
     */
    static ListQuery read(Map<String, String> parameters, List<Fault> faults) {
        for (String other : List.of("page", "sort")) {
            if (parameters.containsKey(other)) {
                faults.add(new Fault("/" + other, "is not known here; read on with after"));
            }
        }
        Map<String, String> walk = new HashMap<>(parameters);
        walk.keySet().retainAll(List.of("perPage", "after"));
        return ListParameters.read(walk, Map.of(), faults);
    }
}
