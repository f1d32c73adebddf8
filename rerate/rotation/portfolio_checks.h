#pragma once

#include "rerate/rotation/portfolio.h"

namespace rerate {

// What the settings of a portfolio say before any month is looked at.
bool is_optimised(PortfolioRule rule);
double least_of(const PortfolioSettings& settings, Index sector);
double most_of(const PortfolioSettings& settings, Index sector);

// Throws what Portfolio's constructor says it throws.
void check_portfolio(const SectorPanel& panel, const PortfolioSettings& settings);

}  // namespace rerate
