"""Judge any StatefulSets, Services and disruption budgets, whoever wrote them."""
