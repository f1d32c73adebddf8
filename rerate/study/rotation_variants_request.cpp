#include "rerate/study/rotation_variants_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/study/rotation_keys.h"
#include "rerate/study/rotation_portfolio_request.h"

namespace rerate {
namespace {

constexpr std::size_t kMostChoices = 20;
constexpr int kMostMonths = 600;

// The choices of a key, each as `read` has it.
template <class Read>
auto choices(const TomlTable& table, std::string_view key, Read read) {
  std::vector<decltype(read(*table.find(key)))> found;
  const auto listed = table.find(key);
  if (!listed) return found;
  const auto elements = listed->array();
  if (elements.empty())
    listed->refuse(fmt::format("`{}` has no choice", key), "Leave it out for what the study has.");
  if (elements.size() > kMostChoices)
    listed->refuse(fmt::format("`{}` has {} choices, more than {}", key, elements.size(), kMostChoices));
  for (const auto& element : elements) {
    const auto choice = read(element);
    if (std::find(found.begin(), found.end(), choice) != found.end())
      element.refuse(fmt::format("a choice of `{}` stands here twice", key), "Name it once.");
    found.push_back(choice);
  }
  return found;
}

}  // namespace

VariantChoices read_variants(const TomlValue& value, const std::vector<NamedFormula>& sectors) {
  const auto table = value.table();
  VariantChoices read;
  read.place = value.place();
  read.signal_subsets = table.choice("signals", {"subsets", "all"}).value_or("all") == "subsets";
  read.momentum_months = choices(
      table, "momentum", [](const TomlValue& one) { return months_within(one, "momentum", 1, kMostMonths); });
  read.cross_section = choices(table, "standing", standing_of);
  read.weights = choices(table, "weights", [](const TomlValue& one) {
    return static_cast<SignalWeights>(word_among(one, "weights", words_to(SignalWeights::elastic_net)));
  });
  read.rule = choices(table, "rule", [](const TomlValue& one) {
    return static_cast<PortfolioRule>(word_among(one, "rule", words_to(PortfolioRule::mean_variance_tilt)));
  });
  read.k = choices(table, "k", [&](const TomlValue& one) { return count_of_best(one, sectors.size()); });
  read.rebalance_months = choices(table, "rebalance", rebalance_months_of);
  read.no_trade_band = choices(table, "band", [](const TomlValue& one) {
    return number_within(one, "band", {0, 100}) / 100;
  });
  read.trade_lag = choices(table, "trade", trade_lag_of);
  table.finish("`variants`");
  return read;
}

}  // namespace rerate
