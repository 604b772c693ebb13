// onnx-check MODEL...: ONNX's checker and strict shape inference on each file. Prints the shapes that it infers for the outputs, or what is wrong.
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>
#include <fstream>
#include <iostream>
#include <string>

namespace {

std::string shape_of(const onnx::ValueInfoProto& value) {
    if (!value.type().tensor_type().has_shape()) {
        return "?";
    }
    std::string text;
    for (const auto& size : value.type().tensor_type().shape().dim()) {
        text += text.empty() ? "" : ", ";
        text += size.has_dim_value() ? std::to_string(size.dim_value()) : size.has_dim_param() ? size.dim_param() : "?";
    }
    return text;
}

void check(const std::string& path) {
    onnx::checker::check_model(path);
    onnx::ModelProto model;
    std::ifstream file(path, std::ios::binary);
    if (!model.ParseFromIstream(&file)) {
        throw std::runtime_error("the file cannot be read as a model");
    }
    // Types are checked, and what contradicts a declared shape is an error.
    onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(), onnx::ShapeInferenceOptions{true, 1, true});
    int known = model.graph().value_info_size();
    std::cout << "ok " << model.graph().node_size() << " nodes, " << known << " shapes inferred\n";
    for (const auto& output : model.graph().output()) {
        std::cout << output.name() << " [" << shape_of(output) << "]\n";
    }
}

}  // namespace

int main(int count, char** paths) {
    for (int i = 1; i < count; i++) {
        try {
            check(paths[i]);
        } catch (const std::exception& error) {
            std::cerr << paths[i] << ": " << error.what() << "\n";
            return 1;
        }
    }
    return 0;
}
