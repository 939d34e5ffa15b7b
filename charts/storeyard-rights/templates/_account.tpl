{{- define "storeyard-rights.labels" -}}
app.kubernetes.io/part-of: storeyard
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}
{{- define "storeyard-rights.subject" -}}
{kind: ServiceAccount, name: {{ .Values.account.name }}, namespace: {{ .Values.account.namespace }}}
{{- end -}}
