// Any text parses, binds and evaluates, or is refused with a place; a value is never known before what it read.
#include <cmath>
#include <map>

#include "rerate/formula/formula.h"
#include "tests/fuzz/fuzz_target.h"

using namespace rerate;

namespace {

Series sample(SeriesType type, int count) {
  Series series{std::move(type), "sample", {}, {}, {}};
  const auto first = period_of(series.type.frequency, make_date(2019, 11, 1)).ordinal;
  for (int i = 0; i < count; ++i) {
    const int ordinal = first + i;
    const double value = i % 13 == 7 ? std::nan("") : 100 + 17 * std::sin(i) - i;
    const Date published = last_day({series.type.frequency, ordinal}) + 16;
    series.append(ordinal, value, std::isnan(value) ? kAlwaysKnown : published);
  }
  return series;
}

const std::map<std::string, Series>& catalogue() {
  static const std::map<std::string, Series> series = {
      {"rates.gs10", sample({Frequency::monthly, Kind::rate, "percent"}, 40)},
      {"rates.tb3ms", sample({Frequency::monthly, Kind::rate, "percent"}, 31)},
      {"french.small", sample({Frequency::monthly, Kind::return_, "percent"}, 40)},
      {"prices.small", sample({Frequency::daily, Kind::price_index, "index"}, 60)},
      {"macro.gdp", sample({Frequency::quarterly, Kind::level, "bn_usd"}, 20)},
      {"nber.recession", sample({Frequency::monthly, Kind::indicator, ""}, 40)},
      {"curve", sample({Frequency::monthly, Kind::spread, "pp"}, 40)}};
  return series;
}

std::optional<SeriesType> type_of(const std::string& name) {
  const auto found = catalogue().find(name);
  return found == catalogue().end() ? std::nullopt : std::optional(found->second.type);
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& [name, series] : catalogue()) all.push_back(name);
  return all;
}

void check_shape(const Series& series) {
  FUZZ_CHECK(series.value.size() == series.size() && series.known_at.size() == series.size());
  for (std::size_t i = 1; i < series.size(); ++i) FUZZ_CHECK(series.ordinal[i - 1] < series.ordinal[i]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text(data, size);
  try {
    const auto formula = Formula::parse(text, {"study.toml", 3, 7});
    FUZZ_CHECK(formula.text() == text);
    for (const auto& reference : formula.references())
      FUZZ_CHECK(reference.begin < reference.end && reference.end <= text.size());
    const auto type = formula.bind(type_of, names);
    const auto value =
        formula.evaluate([](const std::string& name) -> const Series& { return catalogue().at(name); });
    FUZZ_CHECK(value.type.frequency == type.frequency && value.type.kind == type.kind);
    check_shape(value);
  } catch (const UserError& error) {
    FUZZ_CHECK(error.failure().place.file == "study.toml" && error.failure().place.line >= 3);
    FUZZ_CHECK(!to_string(error.failure()).empty());
  }
  return 0;
}
