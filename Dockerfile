# Runs target/enlist.jar; build that first: mvn package
# Name a database in SPRING_DATASOURCE_URL: the embedded one would live in the container, and go with it.
FROM eclipse-temurin:17-jre AS unpacked
WORKDIR /build
COPY target/enlist.jar enlist.jar
RUN java -Djarmode=tools -jar enlist.jar extract --destination unpacked

FROM eclipse-temurin:17-jre

# curl for the health check; fonts for the names of applicants in PDF copies
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl fonts-noto-core fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*

# a number, so that Kubernetes can tell that it is not root
RUN useradd --system --uid 10001 --user-group --home-dir /opt/enlist --create-home enlist
WORKDIR /opt/enlist
COPY --chown=enlist:enlist --from=unpacked /build/unpacked/ ./
USER 10001

# Half of a start is loading classes. One start, on a database that is thrown away, keeps them as the JVM wants them;
# an archive that does not fit the JVM is passed over.
RUN ENLIST_DATA_DIR=/tmp/once ENLIST_DEMO=false ENLIST_ADMIN_PASSWORD="$(head -c 24 /dev/urandom | base64)" \
    java -XX:ArchiveClassesAtExit=enlist.jsa -Xlog:cds=off -Xlog:cds+dynamic=off \
         -Dspring.context.exit=onRefresh -jar enlist.jar \
 && rm -rf /tmp/once

# read by the JVM itself; without memory it ends, and is started anew
ENV JAVA_TOOL_OPTIONS="-XX:+ExitOnOutOfMemoryError -XX:MaxRAMPercentage=70 -XX:SharedArchiveFile=/opt/enlist/enlist.jsa"
EXPOSE 8080

HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=6 \
  CMD curl -fsS "http://localhost:${SERVER_PORT:-8080}/actuator/health/readiness" || exit 1

ENTRYPOINT ["java", "-jar", "enlist.jar"]
