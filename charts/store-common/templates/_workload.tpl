{{/* A Service of a component. Takes a dict: root, component, port, portName, early (before its pod is ready). */}}
{{- define "store-common.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .component }}
  labels:
    {{- include "store-common.labels" . | nindent 4 }}
spec:
  {{- if .early }}
  publishNotReadyAddresses: true
  {{- end }}
  selector:
    {{- include "store-common.selectorLabels" . | nindent 4 }}
  ports:
    - name: {{ .portName }}
      port: {{ .port }}
      targetPort: {{ .portName }}
      protocol: TCP
{{- end }}

{{/* The body of a claim. Takes a dict: root, size. */}}
{{- define "store-common.claimSpec" -}}
accessModes: [ReadWriteOnce]
{{- with .root.Values.storageClass }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ .size }}
{{- end }}

{{/* The claim `uploads`. Takes the root. */}}
{{- define "store-common.uploadsClaim" -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
  labels:
    {{- include "store-common.labels" (dict "root" . "component" "web") | nindent 4 }}
  {{- with include "store-common.kept" . }}
  {{- . | nindent 2 }}
  {{- end }}
spec:
  {{- include "store-common.claimSpec" (dict "root" . "size" .Values.web.storage) | nindent 2 }}
{{- end }}

{{/* What a shop reads of its Secret when it starts, and the Secret takes from the store: another value is another pod. */}}
{{- define "store-common.startsAgain" -}}
storeyard/admin-email: {{ include "store-common.adminEmail" . | sha256sum }}
{{- end }}

{{/* How much a pod of the shop may receive and send for long, which the cluster's network plugin holds it to if it knows how. */}}
{{- define "store-common.bandwidth" -}}
{{- range $way := list "ingress" "egress" }}
{{- with get $.Values.web.bandwidth $way }}
kubernetes.io/{{ $way }}-bandwidth: {{ printf "%dM" (int .) | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* What a shop is told of its store. Kubernetes would put variables into a value: $( is written so that it does not. */}}
{{- define "store-common.storeEnv" -}}
- name: STORE_NAME
  value: {{ include "store-common.name" . | replace "$(" "$$(" | quote }}
- name: STORE_URL
  value: {{ include "store-common.url" . | quote }}
- name: STORE_COUNTRY
  value: {{ .Values.store.country | quote }}
- name: STORE_CURRENCY
  value: {{ .Values.store.currency | quote }}
- name: STORE_LOCALE
  value: {{ .Values.store.locale | quote }}
- name: STORE_TAX_RATE
  value: {{ .Values.store.taxRate | quote }}
- name: STORE_COLOR
  value: {{ .Values.store.color | quote }}
- name: STORE_SAMPLE_PRODUCTS
  value: {{ .Values.store.sampleProducts | quote }}
- name: STORE_COPY
  value: {{ .Values.store.copy | quote }}
{{- /* Its other names: who looks at a page there is sent to the address. */}}
- name: STORE_ALIASES
  value: {{ without (concat (list (include "store-common.host" .)) .Values.store.domains) (include "store-common.publicHost" .) | join " " | quote }}
{{- end }}

{{/* Where a shop's mail goes out; no host: it sends none. */}}
{{- define "store-common.mailEnv" -}}
{{- with .Values.store.mail -}}
- name: MAIL_HOST
  value: {{ .host | quote }}
- name: MAIL_PORT
  value: {{ .port | quote }}
- name: MAIL_SECURITY
  value: {{ .security | quote }}
- name: MAIL_USER
  value: {{ .user | replace "$(" "$$(" | quote }}
- name: MAIL_FROM
  value: {{ .from | quote }}
- name: MAIL_REPLY_TO
  value: {{ .replyTo | default (include "store-common.adminEmail" $) | quote }}
{{- end }}
{{- end }}

{{/*
The relay's password and the CAs that vouch for it, where it has some. A password is in the Secret under a name of its own, so that
none of another relay is ever shown to the shop; optional, since a shop without its mail still sells.
*/}}
{{- define "store-common.mailVolume" -}}
{{- with .Values.store.mail }}
{{- if or .key .ca -}}
- name: mail
  secret:
    secretName: store-mail
    optional: true
    defaultMode: 0440
    items:
      {{- if .key }}
      - key: {{ .key }}
        path: password
      {{- end }}
      {{- if .ca }}
      - key: ca.pem
        path: ca.pem
      {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "store-common.mailMount" -}}
{{- with .Values.store.mail }}
{{- if or .key .ca -}}
- name: mail
  mountPath: /run/secrets/mail
  readOnly: true
{{- end }}
{{- end }}
{{- end }}

{{/* How buyers pay by card; no provider: they do not. What is here is public. */}}
{{- define "store-common.paymentsEnv" -}}
{{- with .Values.store.payments }}
{{- if .provider -}}
- name: PAYMENTS_PROVIDER
  value: {{ .provider | quote }}
- name: PAYMENTS_PUBLISHABLE_KEY
  value: {{ .publishableKey | quote }}
{{- if .apiHost }}
- name: PAYMENTS_API_HOST
  value: {{ .apiHost | quote }}
- name: PAYMENTS_API_PORT
  value: {{ .apiPort | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The secrets of the account, each under a name of its own in the Secret, so that none is used beside another account's key. */}}
{{- define "store-common.paymentsVolume" -}}
{{- with .Values.store.payments }}
{{- if .provider -}}
- name: payments
  secret:
    secretName: store-payments
    optional: true
    defaultMode: 0440
    items:
      - key: {{ .secret }}
        path: secret-key
      - key: {{ .webhook }}
        path: webhook-secret
      {{- if .ca }}
      - key: ca.pem
        path: ca.pem
      {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "store-common.paymentsMount" -}}
{{- with .Values.store.payments }}
{{- if .provider -}}
- name: payments
  mountPath: /run/secrets/payments
  readOnly: true
{{- end }}
{{- end }}
{{- end }}

{{/*
Probes: asked each second until it starts, which may take as long as migrations take; then now and then. A shop whose database
is away is taken out of the ingress, not restarted; one that is slow because many look at it stays. A command costs the node a
process in the container each time, some 0.1 s of CPU: as `live` it is asked less often, and it is no `ready`. Takes a dict: start,
ready, live (each the probe's action).
*/}}
{{- define "store-common.probes" -}}
startupProbe:
  {{- toYaml .start | nindent 2 }}
  periodSeconds: 1
  timeoutSeconds: 3
  failureThreshold: 600
readinessProbe:
  {{- toYaml .ready | nindent 2 }}
  periodSeconds: 5
  timeoutSeconds: 30
  failureThreshold: 3
livenessProbe:
  {{- toYaml .live | nindent 2 }}
  periodSeconds: {{ ternary 60 15 (hasKey .live "exec") }}
  timeoutSeconds: 10
  failureThreshold: {{ ternary 2 4 (hasKey .live "exec") }}
{{- end }}
