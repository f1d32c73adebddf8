#include "rerate/study/rotation_section.h"

#include "rerate/study/rotation_findings.h"
#include "rerate/study/section_inputs.h"

namespace rerate {
namespace {

std::vector<Number> numbers_of(const RotationFindings& found) {
  const auto& own = found.figures;
  const auto& benchmark = found.benchmarks.front();
  return {{"sharpe", own.sharpe, "ratio", "Sharpe ratio, net"},
          {"sharpe_benchmark", benchmark.figures.sharpe, "ratio", "Sharpe ratio of " + benchmark.title},
          {"cagr", 100 * own.cagr, "percent", "Return a year, net"},
          {"volatility", 100 * own.volatility, "percent", "Volatility a year"},
          {"max_drawdown", 100 * own.max_drawdown, "percent", "Deepest drawdown"},
          {"turnover", 100 * found.turnover_a_year, "percent", "Turnover a year, one way"},
          {"cost_drag", 100 * found.cost_drag, "pp", "Return a year that trading costs"},
          {"information_ratio", benchmark.relative.information_ratio, "ratio",
           "Information ratio against " + benchmark.title}};
}

}  // namespace

Section rotation_section(const std::string& id, const std::string& title, const RotationRequest& request,
                         const SectionContext& context) {
  const auto found = find_rotation(id, request, context);
  Section section;
  section.id = id;
  section.kind = "rotation";
  section.title = title;
  section.numbers = numbers_of(found);
  section.warnings = found.warnings;
  section.inputs = inputs_of(uses_of(request), context);
  return section;
}

}  // namespace rerate
