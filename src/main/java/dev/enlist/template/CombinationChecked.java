package dev.enlist.template;

import java.util.Map;

/** Knows which of its members do not go together; see {@link ValidCombination}. */
interface CombinationChecked {

    /** What is wrong, by the name of the member to change; empty where everything fits. */
    Map<String, String> contradictions();
}
