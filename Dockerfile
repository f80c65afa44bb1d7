# One image, three ways in, each without root, network or a writable file system:
#
#   docker run -i IMAGE                           the KRM function: a ResourceList on stdin
#   docker run -v "$PWD:/work" IMAGE stateful render -f bases -e prod -o yaml
#   a sidecar of Argo CD's repo-server, user 999: docs/install.md
#
# For a release, pin the base by its digest: --build-arg PYTHON=python:3.13-slim@sha256:...

ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
WORKDIR /src
COPY pyproject.toml README.md requirements.lock ./
COPY renderer renderer
COPY docs docs
COPY bases bases
RUN python -m venv /opt/stateful
RUN /opt/stateful/bin/python -m pip install --no-cache-dir --no-compile --require-hashes -r requirements.lock
RUN /opt/stateful/bin/python -m pip install --no-cache-dir --no-compile --no-deps .
# By hash and unchecked, so that no time of a file asks for another compilation.
RUN /opt/stateful/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/stateful/lib

FROM ${PYTHON}
COPY --from=build /opt/stateful /opt/stateful
COPY plugin.yaml /home/argocd/cmp-server/config/plugin.yaml
ENV PATH=/opt/stateful/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1
WORKDIR /work
USER 65534:65534
CMD ["stateful-fn"]
