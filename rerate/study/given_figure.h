#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/study/section_context.h"
#include "rerate/study/series_use.h"

namespace rerate {

// A figure that a study gives: as a number, or as a formula in quotes of which the newest figure counts (a survey's
// median, say). The formula may have any frequency.
using GivenFigure = std::variant<double, SeriesUse>;

// `role` is what the figure is for.
GivenFigure read_given_figure(const TomlValue& value, std::string role);
std::optional<GivenFigure> read_given_figure(const TomlTable& table, std::string_view key);

// The number, or the newest figure of the formula as of the study's date. Throws UserError study_as_of at the formula's
// place when all its figures are missing.
double figure_of(const GivenFigure& figure, const SectionContext& context);

// The formula of the figure, if it has one, is added to `uses`.
void add_use(const std::optional<GivenFigure>& figure, std::vector<SeriesUse>& uses);

// The last value of a series that is not missing, by its index.
std::optional<std::size_t> newest_figure(const Series& series);

}  // namespace rerate
