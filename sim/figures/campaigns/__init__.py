"""Pictures of campaigns: the map over the months, fans of lost posts, raids and aircraft by month, stocks, and a film."""
