#include "rerate/study/policy_multiple_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr std::size_t kMostShares = 9, kMostEdges = 20;

// Rising numbers, at most `most`.
std::vector<double> read_rising(const TomlValue& value, std::string_view key, std::size_t most) {
  std::vector<double> numbers;
  for (const auto& element : value.array()) {
    const double number = element.number();
    if (!numbers.empty() && number <= numbers.back())
      element.refuse(
          fmt::format("`{}` must rise: {} after {}", key, shortest(number), shortest(numbers.back())));
    numbers.push_back(number);
  }
  if (numbers.empty()) value.refuse(fmt::format("`{}` is empty", key));
  if (numbers.size() > most) value.refuse(fmt::format("`{}` holds more than {} numbers", key, most));
  return numbers;
}

SeriesUse require_use(const TomlTable& table, std::string role, std::string_view example) {
  const auto value = table.require(role, example);
  return {std::move(role), value.text(), value.inner_place()};
}

}  // namespace

PolicyMultipleRequest read_policy_multiple(const TomlTable& table) {
  PolicyMultipleRequest request;
  const PolicyMultipleQuestion usual;
  request.place = table.place();
  request.multiple = require_use(table, "multiple", "multiple = \"small / small_book\"");
  request.funds_rate = require_use(table, "funds_rate", "funds_rate = \"rates.fedfunds\"");
  if (const auto balance = table.find("balance_sheet"))
    request.balance_sheet = SeriesUse{"balance_sheet", balance->text(), balance->inner_place()};
  const auto shares = table.find("shares");
  request.shares = shares ? read_rising(*shares, "shares", kMostShares) : usual.shares;
  if (request.shares.front() <= 0 || request.shares.back() >= 1)
    shares->refuse("`shares` must be between 0 and 1",
                   "For the tenth and the ninetieth percentile: [0.1, 0.9].");
  const auto edges = table.find("band_edges");
  request.band_edges = edges ? read_rising(*edges, "band_edges", kMostEdges) : usual.band_edges;
  return request;
}

std::vector<SeriesUse> uses_of(const PolicyMultipleRequest& request) {
  std::vector<SeriesUse> uses = {request.multiple, request.funds_rate};
  if (request.balance_sheet) uses.push_back(*request.balance_sheet);
  return uses;
}

}  // namespace rerate
