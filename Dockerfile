# Written without a Docker engine at hand; it keeps to the commands the tests run.
FROM python:3.11-slim-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make assets && PYTHONPATH=.tools python -m uv build --wheel --out-dir /wheel

FROM python:3.11-slim-trixie
# hearth backup and hearth restore use pg_dump and pg_restore, of the version of PostgreSQL
# in compose.yaml.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/requirements.lock /tmp/
COPY --from=build /wheel /wheel
RUN python -m venv /opt/hearth \
    && /opt/hearth/bin/pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.lock \
    && /opt/hearth/bin/pip install --no-cache-dir --no-deps /wheel/*.whl \
    && rm -rf /wheel /tmp/* \
    && useradd --system --create-home hearth \
    && install --directory --owner=hearth --mode=700 /var/lib/hearth
USER hearth
WORKDIR /home/hearth
ENV PATH=/opt/hearth/bin:$PATH HEARTH_HOST=0.0.0.0
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["hearth", "serve"]
