# What the page has people put into the settings for Slack, in file $1. Slack is a double, which is at host $2.
fill_in_slack() {
  sed -i -e 's/^SLACK_BOT_TOKEN=$/&xoxb-sandbox-bot/' -e 's/^SLACK_APP_TOKEN=$/&xapp-sandbox-app/' \
    -e 's/^SLACK_AUDIT_CHANNEL=$/&C0AUDIT/' -e "s|^SLACK_API_URL=\$|&http://$2:4001/api/|" "$1"
}
