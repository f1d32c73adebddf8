#include "rerate/regression/regression_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace rerate {
namespace {

constexpr std::size_t figures = 6;
using Cells = std::array<std::string, figures>;

std::string distribution_in_words(const Covariance& covariance) {
  if (covariance.fixed_b)
    return fmt::format("p and interval by the fixed-b distribution, b = {:.4g}", covariance.b);
  if (std::isinf(covariance.degrees_of_freedom)) return "p and interval by the normal distribution";
  return fmt::format("p and interval by t({:.6g})", covariance.degrees_of_freedom);
}

// Six digits, without an exponent where a person would write none.
std::string figure(double value) { return fmt::format("{:.6g}", value); }

std::string p_figure(double p) { return p < 0.00005 ? "<0.0001" : fmt::format("{:.4f}", p); }

Cells cells(const RegressionTerm& term) {
  return {figure(term.estimate),
          figure(term.std_error),
          fmt::format("{:.3f}", term.t),
          std::isnan(term.p) ? "nan" : p_figure(term.p),
          figure(term.low),
          figure(term.high)};
}

Cells heads(double level) {
  const std::string share = figure(100 * level) + "%";
  return {"estimate", "std.error", "t", "p", share + " low", "high"};
}

// What stands below the terms, those that are not known left out.
std::string goodness(const RegressionTable& table) {
  std::string text = fmt::format("n {}, k {}", table.n, table.k);
  const std::pair<const char*, double> shown[] = {{"R2", table.r2},
                                                  {"adjusted R2", table.adjusted_r2},
                                                  {"sigma", table.sigma},
                                                  {"DW", table.durbin_watson},
                                                  {"condition number", table.condition_number}};
  for (const auto& [name, value] : shown)
    if (!std::isnan(value)) text += fmt::format(", {} {:.4g}", name, value);
  return text;
}

void append_row(std::string& text, const std::string& name, std::size_t name_width, const Cells& row,
                const std::array<std::size_t, figures>& widths) {
  text += fmt::format("{:<{}}", name, name_width);
  for (std::size_t c = 0; c < figures; ++c) text += fmt::format("  {:>{}}", row[c], widths[c]);
  text += '\n';
}

}  // namespace

std::vector<RegressionTerm> regression_terms(const std::vector<std::string>& names,
                                             const Vector& coefficients, const Covariance& covariance,
                                             double level) {
  const double critical = covariance.critical_value(level);
  std::vector<RegressionTerm> terms;
  for (Index i = 0; i < coefficients.size(); ++i) {
    const double estimate = coefficients[i], error = covariance.std_error(i), t = estimate / error;
    terms.push_back({names[static_cast<std::size_t>(i)], estimate, error, t, covariance.p_value(t),
                     estimate - critical * error, estimate + critical * error});
  }
  return terms;
}

RegressionTable regression_table(const OlsFit& fit, const Covariance& covariance, double level) {
  RegressionTable table;
  table.title = "Ordinary least squares";
  table.dependent = "y";
  table.errors = covariance.name;
  table.level = level;
  table.terms = regression_terms(fit.names, fit.coefficients, covariance, level);
  table.n = fit.n;
  table.k = fit.k;
  table.r2 = fit.r2;
  table.adjusted_r2 = fit.adjusted_r2;
  table.durbin_watson = fit.durbin_watson;
  table.condition_number = fit.condition_number;
  table.sigma = fit.sigma;
  table.choices = {distribution_in_words(covariance)};
  return table;
}

std::string to_string(const RegressionTable& table) {
  const Cells head = heads(table.level);
  std::vector<Cells> rows;
  std::size_t name_width = table.dependent.size();
  std::array<std::size_t, figures> widths{};
  for (std::size_t c = 0; c < figures; ++c) widths[c] = head[c].size();
  for (const auto& term : table.terms) {
    rows.push_back(cells(term));
    name_width = std::max(name_width, term.name.size());
    for (std::size_t c = 0; c < figures; ++c) widths[c] = std::max(widths[c], rows.back()[c].size());
  }
  std::string text = fmt::format("{}\nstandard errors: {}\n", table.title, table.errors);
  append_row(text, table.dependent, name_width, head, widths);
  for (std::size_t i = 0; i < rows.size(); ++i)
    append_row(text, table.terms[i].name, name_width, rows[i], widths);
  text += goodness(table) + '\n';
  for (const auto& choice : table.choices) text += choice + '\n';
  return text;
}

}  // namespace rerate
