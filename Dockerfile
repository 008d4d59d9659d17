# Runs target/enlist.jar; build that first: mvn package
# Name a database in SPRING_DATASOURCE_URL: the embedded one would live in the container, and go with it.
FROM eclipse-temurin:17-jre

# for the health check
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/*

RUN useradd --system --user-group --home-dir /opt/enlist --create-home enlist
WORKDIR /opt/enlist
COPY --chown=enlist:enlist target/enlist.jar enlist.jar
USER enlist

# read by the JVM itself
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70"
EXPOSE 8080

HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=6 \
  CMD curl -fsS "http://localhost:${SERVER_PORT:-8080}/actuator/health/readiness" || exit 1

ENTRYPOINT ["java", "-jar", "enlist.jar"]
