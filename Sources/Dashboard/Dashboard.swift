// Dashboard: pure router: request -> response; acts through a protocol in Model.
