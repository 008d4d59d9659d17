# What is renamed in each text file of the copy that mentions Camunda. A sed script (GNU sed, extended expressions).
# org.camunda.feel and camundajar.impl.scala keep their names: Operaton uses the same FEEL library.

# build
s/<camunda\.version>7\.24\.0</<camunda.version>1.0.3</
s/<artifactId>camunda-/<artifactId>operaton-/

# packages; the engine's own copy of the Jakarta expression language is the standard API in Operaton
s/org\.camunda\.bpm\.impl\.juel\.jakarta\.el/jakarta.el/g
s/org\.camunda\.bpm/org.operaton.bpm/g
s#org/camunda/bpm#org/operaton/bpm#g

# the tests of the architecture name packages as patterns
s/org\\\\\.camunda\\\\\.bpm/org\\\\.operaton\\\\.bpm/g
s/"org\.camunda\.\."/"org.operaton..", "org.camunda.."/g

# types, methods, beans
s/CamundaBpm([A-Z])/OperatonBpm\1/g
s/\b(get|set|is)Camunda([A-Z])/\1Operaton\2/g
s/camundaTaskExecutor/operatonTaskExecutor/g

# Operaton has removed the former name of the extensions, and has one of its own
s/ACTIVITI_BPMN_EXTENSIONS_NS/OPERATON_BPMN_EXTENSIONS_NS/g
s/activiti:class/operaton:class/g
s#xmlns:activiti="http://activiti\.org/bpmn"#xmlns:operaton="http://operaton.org/schema/1.0/bpmn"#g

# settings: in application.yaml, on command lines, in the environment
s/^camunda:$/operaton:/
s/--camunda\.bpm\./--operaton.bpm./g
s/"camunda\.bpm\./"operaton.bpm./g
s/CAMUNDA_BPM_/OPERATON_BPM_/g

# what the tests of attacks and of odd requests look for: libraries, and names of classes in answers
s/"camunda-(connect|template-engines)"/"operaton-\1"/g
s/\|hibernate\|camunda\|/|hibernate|operaton|/g
