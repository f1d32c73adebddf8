#include "rerate/study/given_figure.h"

#include <fmt/format.h>

#include <cmath>

namespace rerate {

GivenFigure read_given_figure(const TomlValue& value, std::string role) {
  if (value.type() == TomlValue::Type::text)
    return SeriesUse{std::move(role), value.text(), value.inner_place()};
  return value.number();
}

std::optional<GivenFigure> read_given_figure(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  return value ? std::optional(read_given_figure(*value, std::string(key))) : std::nullopt;
}

std::optional<std::size_t> newest_figure(const Series& series) {
  for (std::size_t i = series.size(); i-- > 0;)
    if (!std::isnan(series.value[i])) return i;
  return std::nullopt;
}

double figure_of(const GivenFigure& figure, const SectionContext& context) {
  if (const auto* number = std::get_if<double>(&figure)) return *number;
  const auto& use = std::get<SeriesUse>(figure);
  const auto& series = context.input(use).series;
  const auto newest = newest_figure(series);
  if (!newest)
    refuse(ErrorCode::study_as_of,
           fmt::format("`{}` ({}) has no figure as of {}", use.role, use.formula, to_string(context.as_of)),
           {}, use.place);
  return series.value[*newest];
}

void add_use(const std::optional<GivenFigure>& figure, std::vector<SeriesUse>& uses) {
  if (!figure) return;
  if (const auto* use = std::get_if<SeriesUse>(&*figure)) uses.push_back(*use);
}

}  // namespace rerate
