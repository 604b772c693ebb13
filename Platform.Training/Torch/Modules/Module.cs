using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>Gives a field another name in the state of its module.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: parameters, buffers and inner modules under the names of the fields that hold them.
        /// A constructor of a module ends with <see cref="RegisterComponents"/>.
        /// </summary>
        public abstract partial class Module : IDisposable
        {
            private readonly string _name;
            private readonly Components<Module> _modules = new();
            private readonly Components<Parameter> _parameters = new();
            private readonly Components<Tensor> _buffers = new();
            private readonly HashSet<string> _transient = [];
            private bool _disposed;

            protected Module(string name)
            {
                _name = name;
                training = true;
            }

            public bool training { get; private set; }

            public virtual string GetName() => _name;

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                tensor.DetachFromDisposeScope();
                _buffers.Set(name, tensor);
                if (!persistent)
                {
                    _transient.Add(name);
                }
            }

            public virtual void register_parameter(string name, Parameter? param)
            {
                param?.DetachFromDisposeScope();
                _parameters.Set(name, param);
            }

            public virtual void register_module(string name, Module? submodule)
            {
                if (ReferenceEquals(submodule, this))
                {
                    throw new ArgumentException("A module cannot hold itself.");
                }
                _modules.Set(name, submodule);
            }

            public virtual void add_module(string name, Module? module) => register_module(name, module);

            /// <summary>Registers every field that holds a module, a parameter or a tensor (as a buffer).</summary>
            protected virtual void RegisterComponents()
            {
                const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                // A base class's fields come first; those of Module itself are bookkeeping.
                var types = new Stack<Type>();
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    types.Push(type);
                }
                foreach (var field in types.SelectMany(type => type.GetFields(Own)))
                {
                    var name = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    switch (field.GetValue(this))
                    {
                        case Module module when !_modules.Contains(name):
                            register_module(name, module);
                            break;
                        case Parameter parameter when !_parameters.Contains(name):
                            register_parameter(name, parameter);
                            break;
                        case Tensor buffer and not TorchSharp.Modules.Parameter when !_buffers.Contains(name):
                            register_buffer(name, buffer);
                            break;
                    }
                }
            }

            public virtual void train(bool on = true)
            {
                training = on;
                foreach (var (_, module) in _modules)
                {
                    module.train(on);
                }
            }

            public virtual void eval() => train(false);

            public virtual IEnumerable<(string name, Module module)> named_children() => _modules;

            public virtual IEnumerable<Module> children() => _modules.Select(pair => pair.Value);

            /// <summary>Every module below this one, itself not among them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (name, module) in _modules)
                {
                    yield return (name, module);
                    foreach (var (inner, submodule) in module.named_modules())
                    {
                        yield return ($"{name}.{inner}", submodule);
                    }
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(pair => pair.module).Prepend(this);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                return Walk(recurse, module => module._parameters).Where(pair => seen.Add(pair.value));
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(pair => pair.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true) =>
                Walk(recurse, module => module._buffers);

            public virtual IEnumerable<Tensor> buffers(bool recurse = true) => named_buffers(recurse).Select(pair => pair.buffer);

            public virtual bool has_buffer(string target) => named_buffers().Any(pair => pair.name == target);

            public virtual bool has_parameter(string target) => named_parameters().Any(pair => pair.name == target);

            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(pair => pair.name == target).parameter;

            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(pair => pair.name == target).buffer;

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var module in children())
                {
                    module.apply(fn);
                }
                fn(this);
                return this;
            }

            public virtual Module requires_grad_(bool requires_grad = true)
            {
                foreach (var parameter in parameters())
                {
                    parameter.requires_grad_(requires_grad);
                }
                return this;
            }

            public override string ToString() => GetName();

            public void Dispose()
            {
                if (!_disposed)
                {
                    _disposed = true;
                    Dispose(true);
                }
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }
                foreach (var (_, module) in _modules)
                {
                    module.Dispose();
                }
                foreach (var (_, parameter) in _parameters)
                {
                    parameter.Dispose();
                }
                foreach (var (_, buffer) in _buffers)
                {
                    buffer.Dispose();
                }
            }

            private IEnumerable<(string name, T value)> Walk<T>(bool recurse, Func<Module, Components<T>> select) where T : class
            {
                foreach (var pair in select(this))
                {
                    yield return pair;
                }
                if (!recurse)
                {
                    yield break;
                }
                foreach (var (name, module) in _modules)
                {
                    foreach (var (inner, value) in module.Walk(true, select))
                    {
                        yield return ($"{name}.{inner}", value);
                    }
                }
            }
        }

        /// <summary>A module of one input.</summary>
        public abstract class Module<T, TResult>(string name) : Module(name)
        {
            public abstract TResult forward(T input);

            public virtual TResult call(T input) => forward(input);
        }

        /// <summary>A module of two inputs.</summary>
        public abstract class Module<T1, T2, TResult>(string name) : Module(name)
        {
            public abstract TResult forward(T1 input1, T2 input2);

            public virtual TResult call(T1 input1, T2 input2) => forward(input1, input2);
        }

        /// <summary>A module of three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult>(string name) : Module(name)
        {
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public virtual TResult call(T1 input1, T2 input2, T3 input3) => forward(input1, input2, input3);
        }
    }
}
